"""What the API keeps of its own: callers, those it calls, files ordered, answers given."""

from api.models.export import Export
from api.models.kept_answer import KeptAnswer
from api.models.token import Scope, Token
from api.models.webhook import Delivery, Webhook

__all__ = ["Delivery", "Export", "KeptAnswer", "Scope", "Token", "Webhook"]
