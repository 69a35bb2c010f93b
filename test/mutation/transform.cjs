/**
 * @swc/jest, but the modules named in MUTANTS_OF (a JSON object: path -> text) are read from there: no file changes, so
 * that two runs do not meet and an interrupted one leaves nothing behind.
 */
const { createHash } = require('node:crypto');
const swc = require('@swc/jest');

const changed = new Map(Object.entries(JSON.parse(process.env.MUTANTS_OF ?? '{}')));

module.exports = {
  createTransformer(options) {
    const inner = swc.createTransformer(options);
    const read = (text, path) => changed.get(path) ?? text;
    return {
      ...inner,
      process: (text, path, more) => inner.process(read(text, path), path, more),
      getCacheKey: (text, path, more) =>
        createHash('sha256')
          .update(inner.getCacheKey(read(text, path), path, more))
          .update(read(text, path))
          .digest('hex'),
    };
  },
};
