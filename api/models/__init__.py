"""What the API keeps of its own: who may call it, whom it calls, and the files ordered."""

from api.models.export import Export
from api.models.token import Scope, Token
from api.models.webhook import Delivery, Webhook

__all__ = ["Delivery", "Export", "Scope", "Token", "Webhook"]
