import type { PortfolioFile } from '@evenkeel/domain/portfolio';
import { here } from '../src/here';

/** The portfolio files that the simulated process was deployed with. */
export const installedFiles = (): readonly PortfolioFile[] => here.portfolios;
