// The site whose page asks the wallet, by its name.
import type { SigningRequest } from '../../model/request.ts';
import { isolated } from '../core/text.ts';

export const siteText = ({ origin }: Pick<SigningRequest, 'origin'>): string =>
  isolated(URL.parse(origin)?.hostname ?? origin);
