"""The admin site for data stewards: as scoped, as audited as every page."""

from accounts.admin import registered
from accounts.admin.base import ReadOnlyAdmin, TenantAdmin
from accounts.admin.exchange import TenantImportExportAdmin, TenantResource

__all__ = [
    "ReadOnlyAdmin",
    "TenantAdmin",
    "TenantImportExportAdmin",
    "TenantResource",
    "registered",
]
