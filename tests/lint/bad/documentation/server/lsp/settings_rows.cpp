auto r = row("not.described", 1);
