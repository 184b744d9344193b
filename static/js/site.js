// The print document opens the print dialog when it is asked for by its address.
for (const link of document.querySelectorAll("a.print-link")) link.hash = "print";
