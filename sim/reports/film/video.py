"""Write pictures as MP4 by ffmpeg, where the machine has it.

Owns the call. Knows nothing of what the pictures show.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, cast

from PIL import Image

from sim.errors import RunError
from sim.reports.film.gif import FIRST, LAST, PACE

__all__ = ["NOTE", "present", "recorded"]

NOTE = "No MP4 was written: ffmpeg is not on this machine's path. The GIF shows the same; install ffmpeg for both."
"""What to tell where there is no ffmpeg."""


def present() -> bool:
    """Say whether an MP4 can be written."""
    return shutil.which("ffmpeg") is not None


def _hold(end: str, time: int) -> str:
    """Return the words that keep the first or the last picture for `time` [ms]."""
    return f"{end}_mode=clone:{end}_duration={(time - PACE) / 1000:g}"


def _call(path: Path, size: tuple[int, int], title: str) -> list[str]:
    return [
        shutil.which("ffmpeg") or "ffmpeg", "-hide_banner", "-loglevel", "error", "-y",
        "-f", "rawvideo", "-pixel_format", "rgb24", "-video_size", f"{size[0]}x{size[1]}",
        "-framerate", f"{1000 / PACE:g}", "-i", "pipe:0",
        "-vf", f"tpad={_hold('start', FIRST)}:{_hold('stop', LAST)}", "-pix_fmt", "yuv420p",
        "-movflags", "+faststart", "-metadata", f"title={title}", "-fflags", "+bitexact", str(path),
    ]  # fmt: skip


@contextmanager
def recorded(
    pictures: Iterable[Image.Image], path: Path, size: tuple[int, int], title: str
) -> Iterator[Iterator[Image.Image]]:
    """Yield the pictures again, each written into the video as it is taken; the file is whole at the end.

    All pictures can be taken even if ffmpeg stops; RunError with its last line is raised after that.
    """
    with subprocess.Popen(_call(path, size, title), stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        pipe, complaint = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stderr)

        def taken() -> Iterator[Image.Image]:
            for picture in pictures:
                # What it has to say of a pipe that it closed comes at the end.
                with suppress(BrokenPipeError):
                    pipe.write(picture.tobytes())
                yield picture

        yield taken()
        with suppress(BrokenPipeError):
            pipe.close()
        said = complaint.read().decode(errors="replace").strip().splitlines()
    if process.returncode:
        path.unlink(missing_ok=True)
        raise RunError(f"ffmpeg could not write {path.name}: {said[-1] if said else 'it said nothing'}")
