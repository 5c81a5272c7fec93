"""The web application, made once in each server process. The only package that knows Flask."""

from typing import Any

from flask import Response
from flask_openapi import OpenAPI
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from annotator.services import data_folder
from annotator.settings import Settings, load
from annotator.store.session import Database
from annotator.web import (
    account,
    actors,
    api,
    db,
    errors,
    events,
    exports,
    health,
    hints,
    imports,
    jobs,
    logs,
    ml_backend,
    openapi,
    permissions,
    projects,
    releases,
    security,
    sign_in,
    static_files,
    sync,
    tasks,
)
from annotator.web.cookies import CookieSessions
from annotator.web.json import JsonProvider

PAGES = (
    sign_in.blueprint,
    tasks.blueprint,
    projects.blueprint,
    actors.blueprint,
    account.blueprint,
    events.blueprint,
    jobs.blueprint,
    exports.blueprint,
    imports.blueprint,
    releases.blueprint,
    sync.blueprint,
)
MACHINES = (health.blueprint, openapi.blueprint, ml_backend.blueprint, hints.blueprint)


class Application(OpenAPI):
    """Flask with the API's description; what fails is logged without the values it failed on."""

    json_provider_class = JsonProvider

    def send_static_file(self, filename: str) -> Response:
        """Packed where the browser takes it so; kept for ever, since the address changes with the content."""
        return static_files.answer(filename)

    def log_exception(self, exc_info: Any) -> None:
        logs.log_failure(exc_info[1])


def create_app(settings: Settings | None = None, database: Database | None = None) -> Application:
    """The application; settings come from the environment, and the database from the settings, unless given.

    Raises InvalidInput for a setting that is wrong, Unavailable for a data folder that cannot be used.
    The database must be at this version's revision to be served: see `annotator db upgrade` and /readyz.
    """
    settings = settings or load()
    logs.configure(settings.log_level)
    app = Application(
        __name__,
        static_url_path=static_files.address(),
        info=openapi.INFO,
        security_schemes=openapi.SECURITY,
        validation_error_callback=errors.invalid_request,
        doc_ui=False,
    )
    app.config.update(
        SECRET_KEY=data_folder.secret_key(settings),
        MAX_CONTENT_LENGTH=settings.max_body,
        # A page stays open for a day: its forms must not expire before the sign-in does.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
        **security.cookie_settings(settings),
    )
    app.session_interface = CookieSessions(app)
    app.extensions[sign_in.SETTINGS] = settings
    app.extensions[db.EXTENSION] = database or Database(settings.database, pool_size=settings.threads + 2)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    _assemble(app, secure=settings.secure_cookies)
    return app


def _assemble(app: Application, *, secure: bool) -> None:
    # In this order: the log's line comes first in and last out, and the gate stands before every view.
    logs.log_requests(app)
    health.measure_requests(app)
    security.add_headers(app, secure=secure)
    permissions.guard(app, CSRFProtect(app))
    errors.handle_errors(app)
    for blueprint in (*PAGES, *MACHINES):
        app.register_blueprint(blueprint)
    for described in api.BLUEPRINTS:
        app.register_api(described)
