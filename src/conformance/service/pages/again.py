"""The mended copy of a check's file as an upload of its own, so that either may be removed without the other."""

from __future__ import annotations

import shutil
from pathlib import Path

from conformance.service.jobs import Jobs
from conformance.service.model import Asked, Job, Upload
from conformance.service.names import harmless
from conformance.service.outputs import download_name
from conformance.service.problems import no_room
from conformance.submission.verify import digest_of


def check_mended(jobs: Jobs, job: Job, mended: Path, asked: Asked) -> Job:
    """Have a mended file checked. Raises Refusal (503, 507)."""
    new, name = jobs.reserve(), harmless(download_name("mended", job.name, job.asked))
    try:
        target = jobs.store.arrival(new) / "upload" / name
        shutil.copyfile(mended, target)
        upload = Upload(new, (name,), target.stat().st_size, f"sha256:{digest_of(target)}")
    except OSError as error:
        jobs.drop(new)
        raise no_room(error) from error
    return jobs.submit(upload, asked, job.owner)
