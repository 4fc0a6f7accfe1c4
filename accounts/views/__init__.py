from accounts.views.errors import csrf_failure

__all__ = ["csrf_failure"]
