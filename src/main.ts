#!/usr/bin/env node
import { runCommandLine } from './cli/run.ts'

// Databases, their journals and backups are for the service user alone, also in a folder that somebody else made
// (threat model 8.2).
process.umask(0o077)

// Set and not called, so that everything written so far reaches its reader.
process.exitCode = await runCommandLine(process.argv.slice(2))
