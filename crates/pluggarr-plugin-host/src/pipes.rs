//! The descriptors of one worker: which end goes to Python, which stays.

use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream as StdUnixStream;

use rustix::pipe::{PipeFlags, pipe_with};
use tokio::net::UnixStream;
use tokio::net::unix::pipe::Receiver;

/// The ends that stay with the host.
pub(crate) struct HostEnds {
    pub(crate) socket: UnixStream,
    pub(crate) stdout: Receiver,
    pub(crate) stderr: Receiver,
    pub(crate) status: Receiver,
}

/// The ends that the zygote is sent: worker socket, stdout, stderr, status, in this order.
pub(crate) type WorkerEnds = [OwnedFd; 4];

/// New descriptors for a worker. None is inherited by other children of the host.
pub(crate) fn create() -> io::Result<(HostEnds, WorkerEnds)> {
    let (ours, theirs) = StdUnixStream::pair()?;
    ours.set_nonblocking(true)?;
    let (stdout, stdout_writer) = pipe_with(PipeFlags::CLOEXEC)?;
    let (stderr, stderr_writer) = pipe_with(PipeFlags::CLOEXEC)?;
    let (status, status_writer) = pipe_with(PipeFlags::CLOEXEC)?;
    let host = HostEnds {
        socket: UnixStream::from_std(ours)?,
        stdout: Receiver::from_owned_fd(stdout)?,
        stderr: Receiver::from_owned_fd(stderr)?,
        status: Receiver::from_owned_fd(status)?,
    };
    Ok((host, [theirs.into(), stdout_writer, stderr_writer, status_writer]))
}
