#!/usr/bin/env node
// The `caudal` command: arguments to an action, its outcome to an exit code. Results go to stdout, everything else to stderr.
import { program } from './program.ts';
import { closeQuietlyOnBrokenPipe } from './standard-output.ts';

closeQuietlyOnBrokenPipe();
process.exitCode = await program(process.argv.slice(2));
