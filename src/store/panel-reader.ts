// All that the panel reads from the store, without any write: its first paint waits for no worker.
export { networksOf } from '../model/built-in-networks.ts';
export { readAccounts } from './accounts.ts';
export { readConnection } from './connection.ts';
export { readNamesRecord as readNames, readSnapshotRecord as readSnapshot } from './chain-cache.ts';
export { readNodeRecord as readNode } from './chain-cache.ts';
export { readPricesRecords as readPrices } from './chain-cache.ts';
export { readValidatorsRecord as readValidators } from './read-validators-record.ts';
export { readEmissionRecord as readEmission } from './read-emission-record.ts';
export { readSurveyRecord as readSurvey } from './read-survey-record.ts';
export { readEpochs } from './earnings.ts';
export { readFiat } from './chain-cache.ts';
export { readExits } from './exits.ts';
export { readNotice } from './notice.ts';
export { readOffers } from './offers.ts';
export { readHistory } from './history.ts';
export { readRequest, readRequests } from './requests.ts';
export { defaultSettings, readSettings } from './settings.ts';
