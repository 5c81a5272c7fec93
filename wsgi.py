"""For any WSGI server: `gunicorn wsgi:app`, `flask run`. `annotator serve` needs no such file."""

from annotator.web import create_app

app = create_app()
