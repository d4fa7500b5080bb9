"""How the store's tables came to be what they are, for Alembic; ``opening`` runs them."""
