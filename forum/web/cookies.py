"""Gives and takes back our cookies, all with the same attributes and none with a life beyond the browser's."""

from flask import Response


def give_cookie(answer: Response, name: str, value: str) -> Response:
    """The answer with a cookie that only we can read, sent from our own pages only."""
    answer.set_cookie(name, value, path="/", secure=True, httponly=True, samesite="Strict")
    return answer


def take_back_cookie(answer: Response, name: str) -> Response:
    """The answer that makes the browser drop the cookie."""
    answer.delete_cookie(name, path="/", secure=True, httponly=True, samesite="Strict")
    return answer
