// The service worker of the night page.
"use strict";
