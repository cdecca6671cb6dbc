"""What the resources do when the portal begins: copies hold on to versions of courses."""

from resources import versions
from resources.operations.copying import COPIES
from resources.operations.ready import READY

versions.register(COPIES)
versions.register(READY)
