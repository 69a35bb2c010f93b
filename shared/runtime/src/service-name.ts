/** A service by the name that its log lines and metrics carry. */
export type ServiceName = 'ingestion' | 'strategy' | 'query';
