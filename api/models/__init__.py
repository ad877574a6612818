"""What the API keeps of its own: who may call it, and the files ordered."""

from api.models.export import Export
from api.models.token import Scope, Token

__all__ = ["Export", "Scope", "Token"]
