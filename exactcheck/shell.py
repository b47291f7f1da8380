"""What all commands share: exit codes, one line for every error, reading and writing of named files."""

from __future__ import annotations

import errno
import json
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click
from click.shell_completion import shell_complete

from exactcheck.display import printable, program
from exactcheck.errors import ExactcheckError, InputError, LimitError

if TYPE_CHECKING:
    from exactcheck.certificate import Certificate

#: 128 + SIGINT, 128 + SIGPIPE, EX_SOFTWARE of sysexits.h, and the limit's exit code.
INTERRUPTED, BROKEN_PIPE, INTERNAL, RESOURCES = 130, 141, 70, 3
COMPLETION = "_EXACTCHECK_COMPLETE"
T = TypeVar("T")


class Commands(click.Group):
    """The commands, with this program's exit codes and one line for every error."""

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *_: Any, **__: Any) -> NoReturn:
        if instruction := os.environ.get(COMPLETION):  # the shell asks what could stand at the cursor
            sys.exit(shell_complete(self, {}, "exactcheck", COMPLETION, instruction))
        arguments = list(sys.argv[1:] if args is None else args)
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")  # a terminal without, say, "½" is no reason to fail
        digits = sys.get_int_max_str_digits()
        sys.set_int_max_str_digits(0)  # input is bounded by limits of our own, with messages of their own
        code = self._guarded(arguments)
        sys.set_int_max_str_digits(digits)
        try:
            if sys.stdout is not None:  # as it is where nobody wants to read: command >&-
                sys.stdout.flush()
        except BrokenPipeError:
            code = BROKEN_PIPE
        if code == BROKEN_PIPE:  # whoever read our output has gone: leave without a second complaint at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(code)

    def _guarded(self, arguments: list[str]) -> int:
        try:
            with self.make_context("exactcheck", list(arguments)) as context:
                return int(self.invoke(context) or 0)
        except click.exceptions.Exit as error:  # --help, --version
            return error.exit_code
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            return error.exit_code
        except click.UsageError as error:
            command = error.ctx.command_path.replace("exactcheck", program(), 1) if error.ctx else program()
            return _fail(f"{error.format_message()} (see {command} --help)", 2, arguments)
        except ExactcheckError as error:
            return _fail(str(error), error.exit_code, arguments)
        except (KeyboardInterrupt, click.Abort):
            return _fail("interrupted", INTERRUPTED, arguments)
        except MemoryError:
            return _fail("out of memory", RESOURCES, arguments)
        except OSError as error:
            if error.errno == errno.EPIPE:
                return BROKEN_PIPE
            return _fail(_internal(error), INTERNAL, arguments)
        except Exception as error:
            return _fail(_internal(error), INTERNAL, arguments)


def _internal(error: Exception) -> str:
    return f"internal error: {type(error).__name__}: {error} (--traceback shows more; please report it)"


def _fail(message: str, code: int, arguments: Sequence[str]) -> int:
    """Say what is wrong, in one line on standard error, and as JSON on standard output if JSON was asked for."""
    if "--traceback" in arguments or os.environ.get("EXACTCHECK_TRACEBACK") == "1":
        traceback.print_exc()
    line = printable(message)
    click.echo(f"exactcheck: {line}", err=True)
    if "--json" in arguments:
        print_json({"error": {"message": line, "exit_code": code}})
    return code


def print_json(document: Any) -> None:
    """A JSON document on standard output, in ASCII whatever the terminal."""
    click.echo(json.dumps(document, indent=2))


def file_name(file: str) -> str:
    """What messages call a file."""
    return "standard input" if file == "-" else file


def about(file: str, make: Callable[[], T]) -> T:
    """The result of ``make``; what is wrong with the input is said together with the file's name."""
    try:
        return make()
    except (InputError, LimitError) as error:
        raise type(error)(f"{file_name(file)}: {error}") from None


def check_output(out: str | None) -> None:
    """Before any long work: can this be a file name?"""
    if out is not None and (out in ("", "-") or Path(out).is_dir()):
        raise InputError(f"--out {out}: expected the name of a file to write to")


def write_certificate(certificate: Certificate, out: str | None) -> None:
    """Write it, whole or not at all, if a file was named."""
    if out is not None:
        writing(out, lambda: certificate.write(out))


def writing(target: str, write: Callable[[], object]) -> None:
    """Call ``write``; what the operating system has against it becomes one line."""
    try:
        write()
    except (OSError, ValueError) as error:
        if isinstance(error, ExactcheckError):
            raise
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{target}: cannot be written: {reason}") from None
