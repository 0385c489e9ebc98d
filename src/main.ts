#!/usr/bin/env node
import { runCommandLine } from './cli/run.ts'

// Set and not called, so that everything written so far reaches its reader.
process.exitCode = await runCommandLine(process.argv.slice(2))
