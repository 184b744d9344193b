// A print document that is opened by its plain address, or by a search, prints nothing.
if (location.hash === "#print") addEventListener("load", () => window.print());
