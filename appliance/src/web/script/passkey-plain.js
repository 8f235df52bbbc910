// The one script of the pages before log-in.
import { watchPasskeys } from "./passkey.js";

watchPasskeys();
