"""TLS 1.3 with certificates on both sides, and the client's certificate shown to the app.

A server asks every client for a certificate of an authority it trusts; who the client is,
its fingerprint says. A client asks more: a certificate of the one authority named, *and*,
where certificates are pinned, one of these. Where none is pinned, the certificate must be
of the host that was called.
"""

import asyncio
import ssl
from collections.abc import Iterable, Mapping, MutableMapping
from pathlib import Path
from typing import Any, Final

import uvicorn
from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from tallystick.node.certificates import fingerprint, fingerprint_of
from tallystick.node.config import ListenSettings, PeerSettings, Settings, SettlementSystemSettings
from tallystick.node.key_files import read_certificate, read_private_key
from tallystick.node.parties import Party
from tallystick.terms.errors import SettingError

Scope = MutableMapping[str, Any]
HEAD_BYTES_MAX: Final = 32 * 1024
HEADERS_MAX: Final = 64
HEAD_S: Final = 10.0
_TLS: Final = "tls"
_CERTIFICATE: Final = "client_cert"


def server_tls(settings: Settings) -> ssl.SSLContext:
    """Return the context by which the node serves: its own certificate, and whom it lets connect.

    Raises:
        SettingError: a file cannot be read, or certificate and key do not fit.
    """
    own = settings.tls
    authorities = (*own.client_authorities, *(peer.authority for peer in settings.peers))
    return server_context(own.certificate, own.key, authorities)


def client_tls(
    settings: Settings, other: PeerSettings | SettlementSystemSettings
) -> ssl.SSLContext:
    """Return the context by which the node calls another node or a settlement system.

    Raises:
        SettingError: a file cannot be read, or certificate and key do not fit.
    """
    pinned = [read_certificate(path, "certificates") for path in other.certificates]
    pins = map(fingerprint, pinned)
    return client_context(settings.tls.certificate, settings.tls.key, other.authority, pins)


def server_context(certificate: Path, key: Path, authorities: Iterable[Path]) -> ssl.SSLContext:
    """Return a context that lets in only clients with a certificate of these authorities.

    Raises:
        SettingError: a file cannot be read, or certificate and key do not fit.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    _harden(context)
    # A resumed session would not look at the certificate's dates again.
    context.num_tickets = 0
    _show(context, certificate, key)
    for authority in authorities:
        _trust(context, authority, "tls.client_authorities")
    return context


def client_context(
    certificate: Path, key: Path, authority: Path, pins: Iterable[bytes] = ()
) -> ssl.SSLContext:
    """Return a context that calls only a server with a certificate of this authority.

    With `pins`, SHA-256 fingerprints, it must be one of these certificates besides; without,
    it must be of the host that is called.

    Raises:
        SettingError: a file cannot be read, or certificate and key do not fit.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    _harden(context)
    _show(context, certificate, key)
    _trust(context, authority, "authority")
    known = frozenset(pins)
    if known:
        # Which certificate it must be is known exactly; how the host is called says no more.
        context.check_hostname = False
        _pin(context, known)
    return context


def _pin(context: ssl.SSLContext, pins: frozenset[bytes]) -> None:
    """Let no handshake end but with one of the certificates, however the context is used."""

    class PinnedObject(ssl.SSLObject):
        @override
        def do_handshake(self) -> None:
            super().do_handshake()
            _compare(self, pins)

    class PinnedSocket(ssl.SSLSocket):
        @override
        def do_handshake(self, block: bool = False) -> None:
            super().do_handshake(block)
            _compare(self, pins)

    context.sslobject_class = PinnedObject
    context.sslsocket_class = PinnedSocket


def _compare(connection: ssl.SSLObject | ssl.SSLSocket, pins: frozenset[bytes]) -> None:
    shown = connection.getpeercert(binary_form=True)
    if shown is None or fingerprint_of(shown) not in pins:
        raise ssl.SSLCertVerificationError("the server's certificate is not the pinned one")


def _harden(context: ssl.SSLContext) -> None:
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_mode = ssl.CERT_REQUIRED
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    context.options |= ssl.OP_NO_COMPRESSION


def _show(context: ssl.SSLContext, certificate: Path, key: Path) -> None:
    read_private_key(key, "tls.key")
    try:
        context.load_cert_chain(certificate, key)
    except ssl.SSLError as broken:
        detail = "it holds no certificate, or not one of the key in tls.key"
        raise SettingError(detail, field="tls.certificate", ref=str(certificate)) from broken
    except OSError as unwell:
        detail = f"it cannot be read: {unwell.strerror}"
        raise SettingError(detail, field="tls.certificate", ref=str(certificate)) from unwell


def _trust(context: ssl.SSLContext, authority: Path, key: str) -> None:
    try:
        context.load_verify_locations(authority)
    except ssl.SSLError as broken:
        raise SettingError("it holds no certificate", field=key, ref=str(authority)) from broken
    except OSError as unwell:
        detail = f"it cannot be read: {unwell.strerror}"
        raise SettingError(detail, field=key, ref=str(authority)) from unwell


class CertificateProtocol(HttpToolsProtocol):
    """HTTP for uvicorn, with the client's certificate in each request's scope, and bounded heads.

    Released servers do not show the certificate, and this one's parser takes a request's head
    of any size for as long as the client likes. The shape leaned upon is that of uvicorn 0.54: the
    methods below, and `scope` set by `on_message_begin`.
    """

    _shown: dict[object, object] | None = None
    _is_in_head = False
    _head_bytes = 0
    _head_timer: asyncio.TimerHandle | None = None

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        connection = transport.get_extra_info("ssl_object")
        if connection is not None:
            self._shown = {_CERTIFICATE: connection.getpeercert(binary_form=True)}
        self._await_head()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._have_head()
        super().connection_lost(exc)

    @override
    def data_received(self, chunk: bytes) -> None:
        if self._is_in_head:
            self._head_bytes += len(chunk)
            if self._head_bytes > HEAD_BYTES_MAX:
                self.transport.abort()
                return
        super().data_received(chunk)
        # Most heads come whole, and then there is nothing to wait for. Blanks before a head
        # begin none, but whoever sends some has a head to follow.
        if self._is_in_head or self._is_idle():
            self._await_head()

    def _is_idle(self) -> bool:
        """Whether no request is under way."""
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is None or cycle.response_complete

    @override
    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._is_in_head, self._head_bytes = True, 0
        if self._shown is not None:
            self.scope.setdefault("extensions", {})[_TLS] = self._shown

    @override
    def on_header(self, name: bytes, value: bytes) -> None:
        super().on_header(name, value)
        if len(self.headers) > HEADERS_MAX:
            # The parser answers 400 to whatever is thrown here, and closes the connection.
            raise ValueError("more headers than any client of ours sends")

    @override
    def on_headers_complete(self) -> None:
        self._have_head()
        super().on_headers_complete()

    def _await_head(self) -> None:
        """Let a connection go whose head does not come in time."""
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(HEAD_S, self.transport.abort)

    def _have_head(self) -> None:
        self._is_in_head = False
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None


def party_of(scope: Scope, parties: Mapping[bytes, Party]) -> Party | None:
    """Return who sent a request, by its connection's certificate; None: nobody we know."""
    der = scope.get("extensions", {}).get(_TLS, {}).get(_CERTIFICATE)
    return parties.get(fingerprint_of(der)) if der else None


def serving(app: Any, listen: ListenSettings, context: ssl.SSLContext) -> uvicorn.Config:  # noqa: ANN401
    """Return how uvicorn serves an app over this context: certificates shown, no proxy believed.

    It logs by the loggers that are there and sets up none.
    """
    return uvicorn.Config(
        app,
        host=listen.host,
        port=listen.port,
        http=CertificateProtocol,
        ws="none",
        ssl_context_factory=lambda _config, _default: context,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
    )
