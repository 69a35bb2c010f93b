import { here } from '../src/here';

type Fields = Readonly<Record<string, unknown>>;

export class Logger {
  private keys: Fields = {};

  resetKeys(): void {
    this.keys = {};
  }

  appendKeys(keys: Fields): void {
    this.keys = { ...this.keys, ...keys };
  }

  debug(): void {
    // As deployed: the level is INFO.
  }

  info(message: string, fields: Fields): void {
    here.log('info', message, { ...this.keys, ...fields });
  }

  warn(message: string, fields: Fields): void {
    here.log('warn', message, { ...this.keys, ...fields });
  }

  error(message: string, fields: Fields): void {
    here.log('error', message, { ...this.keys, ...fields });
  }
}
