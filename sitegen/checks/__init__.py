"""Questions about a site: is a build right, why is a page as it is, what do translations lack, is it spelt
right?"""
