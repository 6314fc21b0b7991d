//! The program as its clients see it: requests in, status and body out. One file per URL.

#![allow(clippy::print_stderr, clippy::unwrap_used)]

mod author;
mod backup;
mod command_line;
mod connections;
mod contract;
mod data;
mod guide;
mod hostile_plugins;
mod killed;
mod output;
mod restart;
mod routes;
mod support;
mod unknown_paths;
mod unread_log;
mod ws;
