import { startStandalone } from './standalone.start.js';

void startStandalone();
