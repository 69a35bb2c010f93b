/**
 * The embedded database as a process of its own: `node cli/bin/embedded-database.mjs [FOLDER]`. Its first line of output says in JSON
 * where it listens, or why it does not.
 */
import { bundledProgram } from './bundle.mjs';

const { entry } = await bundledProgram('embedded-database');
await import(entry);
