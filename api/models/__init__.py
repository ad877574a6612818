"""What the API keeps of its own: who may call it, and what was answered."""

from api.models.kept_answer import KeptAnswer
from api.models.token import Scope, Token

__all__ = ["KeptAnswer", "Scope", "Token"]
