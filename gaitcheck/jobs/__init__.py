"""Analyses as jobs: each runs in a process group of its own, a few at a time over the server.

This room knows nothing of Streamlit. A job is a command that reports progress as JSON lines on
standard error, ends with status 0 (analysed) or 2 (unusable input, one line says why), and leaves
its results in a folder.
"""

from gaitcheck.jobs.job import Job, JobState, JobStatus
from gaitcheck.jobs.request import CommandBuilder, JobRequest, analyze_command
from gaitcheck.jobs.runner import MAX_RUNNING, JobRunner, Load, QueueFullError

__all__ = [
    "MAX_RUNNING",
    "CommandBuilder",
    "Job",
    "JobRequest",
    "JobRunner",
    "JobState",
    "JobStatus",
    "Load",
    "QueueFullError",
    "analyze_command",
]
