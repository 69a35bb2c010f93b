const { readFile } = require('node:fs/promises');
const { load } = require('js-yaml');

/** Imports a YAML file as the object it describes. */
const yaml = {
  name: 'yaml',
  setup(build) {
    build.onLoad({ filter: /\.yml$/ }, async ({ path }) => ({
      contents: JSON.stringify(load(await readFile(path, 'utf8'))),
      loader: 'json',
      watchFiles: [path],
    }));
  },
};

module.exports = [yaml];
