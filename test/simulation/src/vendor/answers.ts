/** A response of the simulated network, as far as the sources look at one. */
export class SimulatedResponse {
  readonly status: number;
  readonly url = '';
  readonly headers: { get(name: string): string | null };

  constructor(
    private readonly body: string,
    {
      status = 200,
      headers = {},
    }: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    this.status = status;
    this.headers = { get: (name) => headers[name] ?? null };
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  text(): Promise<string> {
    return Promise.resolve(this.body);
  }

  json(): Promise<unknown> {
    return Promise.resolve(JSON.parse(this.body));
  }
}

/** Only told apart from an address. */
export class SimulatedRequest {
  readonly url: string = '';
}
