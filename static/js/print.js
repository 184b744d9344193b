// Opens the print dialog, but not for a print document opened by its plain address or from a search.
if (location.hash === "#print") addEventListener("load", () => window.print());
