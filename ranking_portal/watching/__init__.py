"""How the portal is watched from outside: whether it lives, whether it is ready, its figures, its errors."""
