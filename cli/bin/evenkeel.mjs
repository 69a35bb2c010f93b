#!/usr/bin/env node
import { bundledCommandLine } from './bundle.mjs';

const { entry, home } = await bundledCommandLine();
process.env.EVENKEEL_HOME = home;
await import(entry);
