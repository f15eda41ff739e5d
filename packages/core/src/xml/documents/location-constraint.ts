import { xmlDocument } from '../codec.ts';
import { token } from '../leaves.ts';

/** The reply of GetBucketLocation: the root element holds the location itself, such as `oss-cn-hangzhou`. */
export const locationConstraint = xmlDocument('LocationConstraint', token());
