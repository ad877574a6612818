"""What the API keeps of its own: who may call it, and whom it calls."""

from api.models.token import Scope, Token
from api.models.webhook import Delivery, Webhook

__all__ = ["Delivery", "Scope", "Token", "Webhook"]
