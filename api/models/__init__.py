"""What the API keeps of its own: who may call it."""

from api.models.token import Scope, Token

__all__ = ["Scope", "Token"]
