// Where the page's own script starts. Everything works without it; it only makes the page quicker under the hand.
import { watchRequests } from "./requests.js";
import { watchKeys } from "./keys.js";
import { watchArrivals } from "./arrivals.js";
import { watchReading } from "./reading.js";
import { watchMenus } from "./menus.js";
import { watchDrafts } from "./draft.js";
import { watchFocus } from "./focus.js";
import { watchPreview } from "./preview.js";
import { watchArranging } from "./arrange.js";
import { watchPasskeys } from "./passkey.js";
import { watchPickers } from "./picker.js";
import { watchTabs } from "./tabs.js";
import { watchEmergencies } from "./emergency.js";

watchRequests();
watchKeys();
watchReading();
watchMenus();
watchFocus();
watchPreview();
watchTabs();
watchDrafts();
watchArranging();
watchEmergencies();
watchPickers();
watchArrivals();
watchPasskeys();
