#!/usr/bin/env node
import { bundledProgram } from './bundle.mjs';

const { entry, home } = await bundledProgram('main');
process.env.EVENKEEL_HOME = home;
// Node 20 is supported here; the SDK announces on every start that it will not be one day.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
await import(entry);
