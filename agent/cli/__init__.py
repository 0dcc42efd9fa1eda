"""The command line: the only part that prints. `main` turns every error into one sentence and an exit code."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from typing import NoReturn

import typer
from typer._click import exceptions

from agent.cli.app import app
from agent.cli.show import say
from agent.cli.words import wrong_use
from agent.errors import DraftError

INTERRUPTED, WRONG_USE = 130, 2


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run `draft` and end the process with its exit code (CONTRACT.md)."""
    quickly()
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    _speak_utf8()
    if next((a for a in arguments if not a.startswith("-")), "") not in own_commands():
        _load_others()  # help lists them, and one of them may be meant
    sys.exit(_run(arguments))


def quickly() -> None:
    """Set this process up as a command runs: most end within a second or two, so they search for no plugins of pydantic's,
    and nearly all they make stays, so that looking for what can be thrown away is worth it more seldom."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.set_threshold(50_000, 20, 50)


def own_commands() -> set[str]:
    """The names of the commands of this package."""
    return {str(info.name or getattr(info.callback, "__name__", "")) for info in app.registered_commands}


def _load_others() -> None:
    """Commands that other packages register through the entry-point group `draft.commands`, as eval/ does."""
    from importlib.metadata import entry_points

    for entry in entry_points(group="draft.commands"):
        entry.load()(app)


def _run(arguments: list[str]) -> int:
    plain = [a for a in arguments if a != "--debug"]
    try:
        result = typer.main.get_command(app)(plain, prog_name="draft", standalone_mode=False)
        return _interrupted() if result == INTERRUPTED else result if isinstance(result, int) else 0
    except exceptions.NoArgsIsHelpError as error:
        print(error.format_message())
        return WRONG_USE
    except exceptions.UsageError as error:
        say(wrong_use(error))
        return WRONG_USE
    except (typer.Abort, KeyboardInterrupt):
        return _interrupted()
    except BrokenPipeError:  # the reader of our output went away: not our error, and stdout is of no more use
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except DraftError as error:
        if _debug(arguments):
            raise
        say(str(error))
        return error.exit_code
    except Exception as error:  # the last resort: a sentence for the editor, the trace under --debug
        if _debug(arguments):
            raise
        say(
            f"程序出了没有料到的错（{type(error).__name__}：{error}）。文件没有损坏；加 --debug 再运行一次可看到细节，请连同它报告。"
        )
        return 3


def _interrupted() -> int:
    """Ctrl-C; typer itself turns most of them into the result 130."""
    say("\n已中断。已经收入的来源和已有的文件都在，再运行一次会接着做完。")
    return INTERRUPTED


def _debug(arguments: list[str]) -> bool:
    from agent.settings import debug_wanted  # not at the top: it brings pydantic, and --help is to be quick

    return "--debug" in arguments or debug_wanted()


def _speak_utf8() -> None:
    """Never die on a character the console does not know; files and pipes get UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace") if stream.isatty() else reconfigure(
                encoding="utf-8", errors="replace"
            )
