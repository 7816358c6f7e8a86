import { channelContract } from '../contract.ts';
import { makeSubject } from './subject.ts';

channelContract('Messenger', makeSubject);
