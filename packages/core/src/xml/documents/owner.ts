import { token } from '../leaves.ts';
import { object } from '../structures.ts';

/** Who owns a bucket or an object, in the order of list replies. */
export const owner = object({ ID: token(), DisplayName: token() });
