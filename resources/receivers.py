"""What the resources do when the portal begins: copies hold on to versions of courses."""

from resources import versions
from resources.operations.copying import COPIES

versions.register(COPIES)
