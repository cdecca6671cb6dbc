"""A rating that few votes cannot carry to the top: the mean, drawn towards a usual value."""

from decimal import Decimal

USUAL = 4  # what an ordinary resource gets, on the scale from 1 to 5
WEIGHT = 5  # as many imagined votes for it


def shrunk_mean(total, count: int) -> Decimal | None:
    """Mean of `count` scores that add up to `total`, with `WEIGHT` votes for `USUAL` added.

    Parameters
    ----------
    total : number
        Sum of the scores, each from 1 to 5.
    count : int
        How many scores, at least 0.

    Returns
    -------
    Decimal or None
        From 1.00 to 5.00, two decimals; None without any score.

    Raises
    ------
    ValueError
        If the mean of the scores would lie outside the scale.
    """
    if not count and not total:
        return None
    if not count <= total <= 5 * count:
        raise ValueError(f"{count} scores from 1 to 5 cannot add up to {total}")
    return round((Decimal(total) + USUAL * WEIGHT) / (count + WEIGHT), 2)
