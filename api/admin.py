"""What of the API is kept in the admin."""

from api.exports.admin import ExportAdmin

__all__ = ["ExportAdmin"]
